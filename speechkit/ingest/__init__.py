"""From a folder to an index, and the index in step with its folder."""
