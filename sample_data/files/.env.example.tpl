#! 2024-11-04 ben Add the service
# Copy to .env. Names that are not here are not supported.
MERIDIAN_REGION=eu
MERIDIAN_LOG_LEVEL=info
MERIDIAN_BUCKET=s3://meridian-dev
MERIDIAN_MODELS=models
MERIDIAN_WORKERS=4
