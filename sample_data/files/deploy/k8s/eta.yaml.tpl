#! 2024-11-18 ben Deploy to the cluster
apiVersion: apps/v1
kind: Deployment
metadata:
  name: eta
spec:
  replicas: 3
  template:
    spec:
      containers:
        - name: eta
          image: registry.meridian.example/eta
          resources:
            limits:
              memory: {{memory of the service:900}}Mi
              cpu: {{CPU of the service:750}}m
