"""Reading what sources write: one file for each subject that several sources share."""
