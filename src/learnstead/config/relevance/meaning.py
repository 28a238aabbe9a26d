"""Search by meaning over a collection in memory: the local encoder, trained on the collection itself."""

from collections.abc import Mapping

import numpy as np

from learnstead.adapters.encoding import lsa
from learnstead.config.relevance.collections import Collection
from learnstead.learn.domain import nearness


class Meaning:
    """The vectors of all documents; exact."""

    def __init__(self, collection: Collection) -> None:
        """Train on the documents, and encode them."""
        texts = [f"{title}\n{text}" for title, text in collection.documents.values()]
        self._encoder = lsa.train(texts)
        self._ids = list(collection.documents)
        self._vectors = np.array(self._encoder.encode(texts), dtype=np.float32)

    def near(self, text: str) -> Mapping[str, float]:
        """Documents with how near they are in meaning, by the rules of the product."""
        cosines = self._vectors @ np.array(nearness.question(text, self._encoder), dtype=np.float32)
        best = np.lexsort((np.arange(len(cosines)), -cosines))[: nearness.MOST_NEAR]
        found = [(self._ids[at], float(cosines[at])) for at in best if cosines[at] >= self._encoder.floor]
        return nearness.shares(found)
