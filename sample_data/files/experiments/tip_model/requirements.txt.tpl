#! 2025-06-17 elif Can tips be predicted?
#? quiet
# Beside what the service needs
polars>=0.20
scikit-learn>=1.3
