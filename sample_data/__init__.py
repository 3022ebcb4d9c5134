"""Meridian, a fictional product that predicts delivery times: its repository is built from the recipe in this folder."""
