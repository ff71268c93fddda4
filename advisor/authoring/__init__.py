"""What a guide's authors are told: findings with places and cures, and whether their scenarios hold."""
