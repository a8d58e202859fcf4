"""Recordings on their way in: decoded in a process of their own, measured, and cut at pauses."""
