#! 2024-11-04 ben Add the service
services:
  eta:
    build: .
    ports: ["8080:8080"]
    environment:
      MERIDIAN_WORKERS: 2
