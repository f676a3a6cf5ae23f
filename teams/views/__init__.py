"""One request: people in teams and at the gemeente, and the settings of the gemeente."""
