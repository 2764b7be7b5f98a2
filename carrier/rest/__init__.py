"""The part of Twilio's REST interface an application needs."""
