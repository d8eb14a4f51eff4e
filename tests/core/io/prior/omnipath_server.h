// A web server of Python's that answers as OmniPath's interactions do, and in every wrong way. It prints its
// port, and ends when its input does.
#pragma once

namespace regulus::test {

// The first part of the path says how to behave.
inline const char* const omnipath_server = R"PY(
import gzip, http.server, sys, threading, time
HEADER = "source\ttarget\tsource_genesymbol\ttarget_genesymbol\tis_directed\tis_stimulation\tis_inhibition\tconsensus_direction\tconsensus_stimulation\tconsensus_inhibition\tsources"
TABLE = HEADER + "\nP1\tQ1\tMYC\tTERT\t1\t1\t0\t1\t1\t0\tCollecTRI\nP2\tQ2\tTP53\tIGF1R\t1\t0\t1\t1\t0\t1\tCollecTRI;SIGNOR_CollecTRI\n"
LEVELS = HEADER + "\tdorothea_level\nP1\tQ1\tMYC\tTERT\t1\t1\t0\t1\t1\t0\tDoRothEA\tA\n"
class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *arguments): pass
    def answer(self, text, status=200, kind="text/plain", length=None, extra=()):
        body = text if isinstance(text, bytes) else text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.send_header("Last-Modified", "Tue, 02 Jan 2024 03:04:05 GMT")
        for name, value in extra: self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
    def do_GET(self):
        how, _, rest = self.path[1:].partition("/")
        query = rest.partition("?")[2]
        table = LEVELS if "datasets=dorothea" in query else TABLE
        if how == "fine": return self.answer(table)
        if how == "query": return self.answer(table.replace("MYC", query.replace("&", "+")))
        if how == "packed": return self.answer(gzip.compress(table.encode()), extra=[("Content-Encoding", "gzip")])
        if how == "missing": return self.answer("no", 404)
        if how == "broken": return self.answer("oh", 500)
        if how == "forbidden": return self.answer("no", 403)
        if how == "short": return self.answer(table, length=len(table) + 1000)
        if how == "page": return self.answer("\n<!DOCTYPE html><html><body>Maintenance</body></html>", kind="text/html")
        if how == "message": return self.answer("Something is not entirely good:\n\nUnknown argument\n")
        if how == "other": return self.answer("source,target,weight\nA,B,1\n")
        if how == "binary": return self.answer(table.encode() + bytes(10))
        if how == "empty": return self.answer("")
        if how == "closed": return self.connection.close()
        if how == "large": return self.answer("x" * 3000000)
        if how == "bomb": return self.answer(gzip.compress(bytes(50000000)), extra=[("Content-Encoding", "gzip")])
        if how == "circle": return self.answer("", 302, extra=[("Location", "/circle/" + rest)])
        if how == "moved": return self.answer("", 302, extra=[("Location", "/fine/" + rest)])
        if how == "tofile": return self.answer("", 302, extra=[("Location", "file:///etc/passwd")])
        if how == "toftp": return self.answer("", 302, extra=[("Location", "ftp://127.0.0.1/x")])
        if how == "silent": time.sleep(20)
        if how == "slow":
            self.send_response(200)
            self.send_header("Content-Length", str(len(table)))
            self.end_headers()
            self.wfile.write(table[:30].encode())
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
