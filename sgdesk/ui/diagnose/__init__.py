"""The Diagnose view: why mail does not go out from this computer."""
