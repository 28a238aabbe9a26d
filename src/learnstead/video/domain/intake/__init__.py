"""Files on their way in: from browsers, addresses, recorders and the command line."""
