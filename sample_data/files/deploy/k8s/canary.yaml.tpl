#! 2025-03-18 ben Send a share of the traffic to a canary
apiVersion: apps/v1
kind: Deployment
metadata:
  name: eta-canary
spec:
  replicas: 1
  template:
    spec:
      containers:
        - name: eta
          image: registry.meridian.example/eta
