#! 2024-11-04 ben Add the service
FROM python:3.11-slim
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
ENV MERIDIAN_WORKERS={{workers in the image:4}}
HEALTHCHECK CMD curl -f http://localhost:8080/health  #~ Let Docker ask for the health
CMD ["python", "-m", "meridian.serving.app"]
