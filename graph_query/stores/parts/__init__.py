"""What the stores of several backends share."""
