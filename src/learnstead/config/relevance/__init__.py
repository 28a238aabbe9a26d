"""How good the search is, over any collection of documents, questions and judgements."""
