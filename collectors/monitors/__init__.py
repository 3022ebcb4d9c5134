"""How tools are told what to watch, one module each: see `collectors.monitoring`."""
