<<<<<<< HEAD
"""Reading what sources write: one file for each subject that several sources share."""
=======
"""What several sources write the same way: one file for each subject."""
>>>>>>> 8509796 (news_mitpe, events_mitpe: Read the feeds of MIT Professional Education, with noon at noon and authors whole.)
