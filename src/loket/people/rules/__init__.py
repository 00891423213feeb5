"""What holds for names and addresses, whoever asks."""
