"""The demo world's part of this room: who works for the ministry, and how far the schools have come."""
