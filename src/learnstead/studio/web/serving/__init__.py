"""Serves built sites and their media: validators, ranges, compression, and policies for what authors wrote."""
