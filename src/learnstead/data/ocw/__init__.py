"""Course sites in the JSON contract of OCW: those of the real OCW in a bucket, and those studio publishes here."""
