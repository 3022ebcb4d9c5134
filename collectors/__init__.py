"""Collectors read the world and yield rows. They know no database, no measure and no screen."""
