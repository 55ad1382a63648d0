"""An organisation's identity provider in small: OpenID Connect over real HTTP, for one person at a time."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class IdentityProvider:
    def __init__(self):
        self.claims = {"sub": "1", "email": "nia@hospital.example", "email_verified": True, "name": "Nia New"}
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                is_discovery = self.path.endswith("/openid-configuration")
                self._answer(provider.discovery() if is_discovery else provider.claims)

            def do_POST(self):
                self._answer({"access_token": "token", "token_type": "Bearer", "expires_in": 60})

            def _answer(self, content):
                body = json.dumps(content).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def discovery(self) -> dict:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
