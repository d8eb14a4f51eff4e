// A web server of Python's that has one file, and gives it in every wrong way. It prints its port, and ends
// when its input does. Argument: the file.
#pragma once

namespace regulus::test {

// The path says how to behave. `count` tells how often somebody asked.
inline const char* const demo_server = R"PY(
import http.server, sys, threading, time
BODY = open(sys.argv[1], "rb").read()
asked = 0
class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *arguments): pass
    def answer(self, body, status=200, length=None):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)
    def do_GET(self):
        global asked
        how = self.path[1:]
        if how == "count": return self.answer(str(asked).encode())
        asked += 1
        if how == "fine": return self.answer(BODY)
        if how == "changed": return self.answer(BODY[:-1] + bytes([BODY[-1] ^ 1]))
        if how == "page": return self.answer(b"<html>Log in</html>")
        if how == "short": return self.answer(BODY[:1000], length=len(BODY))
        if how == "missing": return self.answer(b"no", 404)
        if how == "slow":
            self.send_response(200)
            self.send_header("Content-Length", str(len(BODY)))
            self.end_headers()
            self.wfile.write(BODY[:1000])
            self.wfile.flush()
            time.sleep(20)
class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    def handle_error(self, *arguments): pass
server = Server(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
threading.Thread(target=lambda: (sys.stdin.read(), server.shutdown()), daemon=True).start()
server.serve_forever()
)PY";

}  // namespace regulus::test
