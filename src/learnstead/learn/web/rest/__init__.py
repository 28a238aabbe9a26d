"""The public REST API under ``/api/v1/``, in the words of MIT Learn's v1.

``routes`` joins the routers, one file for each subject; ``edge`` is what every request passes before and after them.
"""
