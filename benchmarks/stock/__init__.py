"""Rasa as it comes: default pipeline, policies, tracker store and Twilio channel, on the hotline's domain."""
