// One file over HTTP or HTTPS, into memory. TLS certificates are verified, redirects stay with http and https
// (from https to https only), and everything has a limit.
#pragma once

#include <cstddef>
#include <string>

#include "core/base/job.h"

namespace regulus {

struct HttpLimits {
    std::size_t max_bytes = std::size_t{256} << 20U;  // of the body, unpacked
    double connect_seconds = 15;
    double stall_seconds = 60;  // without a byte: the service may think for a while before it answers
    double total_seconds = 900;
    int max_redirects = 5;
};

struct HttpAnswer {
    std::string body;
    std::string url;            // the last one, after redirects
    std::string content_type;   // as the server says; may be empty
    std::string last_modified;  // the same
};

// Progress is the share of the announced length, or stays at 0 where none is announced. Throws Error(Input)
// when there is no answer, it is no success (the status is in the message), it is cut short or too large, or
// time is up; Cancelled within 100 ms.
HttpAnswer http_download(const std::string& url, const HttpLimits& limits, Job& job);

// The text as part of a query: all but letters, digits and -._~ as %XX.
std::string url_encoded(const std::string& text);

}  // namespace regulus
