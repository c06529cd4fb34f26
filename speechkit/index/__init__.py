"""The index: what is kept on disk so that a query reads no speech it does not print."""
