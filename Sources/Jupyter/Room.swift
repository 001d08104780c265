enum JupyterRoom {}
