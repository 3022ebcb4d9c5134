"""How tools say where data goes, one module each: see `collectors.dataflow`."""
