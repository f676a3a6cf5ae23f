"""The demo: invented stories, played through the real actions; nothing here runs outside DEMO or TESTING."""
