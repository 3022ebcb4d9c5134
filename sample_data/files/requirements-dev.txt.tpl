#! 2024-11-06 ben Test each push
pytest==7.4.3
ruff==0.1.5
jupyterlab==4.0.8
