"""The command line: it parses and prints; everything else is the library's."""
