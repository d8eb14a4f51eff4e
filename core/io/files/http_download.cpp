#include "core/io/files/http_download.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <mutex>

#include "core/base/error.h"

namespace regulus {
namespace {

constexpr const char* check_network = "Check your internet connection and try again";

using Clock = std::chrono::steady_clock;

void prepare_library() {
    static std::once_flag once;
    std::call_once(once, [] { (void)curl_global_init(CURL_GLOBAL_DEFAULT); });
}

[[noreturn]] void fail(const std::string& url, const std::string& what,
                       const std::string& remedy = check_network) {
    throw Error(ErrorKind::Input, what, url, remedy);
}

struct Transfer {
    HttpAnswer answer;
    std::size_t max_bytes = 0;
    bool too_large = false;
    Clock::time_point last_byte = Clock::now();
    double total = 0, received = 0;
};

std::size_t take_body(char* bytes, std::size_t, std::size_t count, void* target) {
    auto& transfer = *static_cast<Transfer*>(target);
    transfer.last_byte = Clock::now();
    if (transfer.answer.body.size() + count > transfer.max_bytes) {
        transfer.too_large = true;
        return 0;
    }
    transfer.answer.body.append(bytes, count);
    return count;
}

int take_progress(void* target, curl_off_t total, curl_off_t received, curl_off_t, curl_off_t) {
    auto& transfer = *static_cast<Transfer*>(target);
    transfer.total = static_cast<double>(total);
    transfer.received = static_cast<double>(received);
    return 0;
}

std::string header_of(CURL* easy, const char* name) {
    curl_header* header = nullptr;
    return curl_easy_header(easy, name, 0, CURLH_HEADER, -1, &header) == CURLHE_OK ? header->value : "";
}

struct Handles {
    Handles() : easy(curl_easy_init()), multi(curl_multi_init()) {
        if (easy == nullptr || multi == nullptr) {
            release();
            throw Error(ErrorKind::Memory, "Out of memory for a download");
        }
    }
    Handles(const Handles&) = delete;
    Handles& operator=(const Handles&) = delete;
    ~Handles() { release(); }
    void release() const {
        if (multi != nullptr && easy != nullptr) curl_multi_remove_handle(multi, easy);
        if (easy != nullptr) curl_easy_cleanup(easy);
        if (multi != nullptr) curl_multi_cleanup(multi);
    }
    CURL* easy;
    CURLM* multi;
};

void set_options(CURL* easy, const std::string& url, const HttpLimits& limits, Transfer& transfer) {
    const bool secure = url.starts_with("https:");
    curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, secure ? "https" : "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(easy, CURLOPT_MAXREDIRS, static_cast<long>(limits.max_redirects));
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "Regulus");
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits.connect_seconds * 1000));
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(limits.total_seconds * 1000));
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &transfer);
    curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, take_progress);
    curl_easy_setopt(easy, CURLOPT_XFERINFODATA, &transfer);
}

[[noreturn]] void explain(const std::string& url, CURLcode code, const Transfer& transfer) {
    if (transfer.too_large) {
        fail(url, "The download is larger than " + std::to_string(transfer.max_bytes >> 20U) + " MiB",
             "Check the address");
    }
    switch (code) {
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_RESOLVE_PROXY:
            fail(url, "The server was not found; you may be offline");
        case CURLE_COULDNT_CONNECT:
            fail(url, "The server could not be reached");
        case CURLE_OPERATION_TIMEDOUT:
            fail(url, "The connection timed out");
        case CURLE_PARTIAL_FILE:
            fail(url, "The download is incomplete: the connection closed early");
        case CURLE_GOT_NOTHING:
            fail(url, "The server closed the connection without a response");
        case CURLE_TOO_MANY_REDIRECTS:
            fail(url, "The server redirects endlessly", "Check the address");
        case CURLE_UNSUPPORTED_PROTOCOL:
        case CURLE_URL_MALFORMAT:
            fail(url, "Only http and https addresses are supported", "Check the address");
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_SSL_ISSUER_ERROR:
            fail(url, std::string("The server could not prove who it is (") + curl_easy_strerror(code) + ")",
                 "Check the address, the clock of this machine, and its certificates");
        case CURLE_OUT_OF_MEMORY:
            throw Error(ErrorKind::Memory, "Out of memory for the download", url);
        default:
            fail(url, std::string("The download failed (") + curl_easy_strerror(code) + ")");
    }
}

void check_status(CURL* easy, const std::string& url) {
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    if (status == 200) return;
    const std::string number = std::to_string(status);
    if (status == 404 || status == 410) {
        fail(url, "The server has no such file (HTTP " + number + ")", "Check the address");
    }
    if (status == 429 || status >= 500) {
        fail(url, "The server has trouble of its own (HTTP " + number + ")", "Try again later");
    }
    fail(url, "The server refused (HTTP " + number + ")", "Check the address");
}

// Runs the transfer to its end; the library's own waiting is never longer than the job's patience.
CURLcode perform(const Handles& handles, const std::string& url, const HttpLimits& limits, Transfer& transfer,
                 Job& job) {
    for (int running = 1; running > 0;) {
        job.checkpoint();
        if (curl_multi_perform(handles.multi, &running) != CURLM_OK) {
            fail(url, "The download failed within the network library");
        }
        if (transfer.total > 0) {
            job.progress(std::min(1.0, transfer.received / transfer.total), "downloading");
        }
        const std::chrono::duration<double> idle = Clock::now() - transfer.last_byte;
        if (running > 0 && idle.count() > limits.stall_seconds) {
            fail(url, "The connection timed out");
        }
        if (running > 0) (void)curl_multi_poll(handles.multi, nullptr, 0, 50, nullptr);
    }
    int left = 0;
    const CURLMsg* message = curl_multi_info_read(handles.multi, &left);
    return message != nullptr ? message->data.result : CURLE_OK;
}

}  // namespace

HttpAnswer http_download(const std::string& url, const HttpLimits& limits, Job& job) {
    prepare_library();
    Transfer transfer;  // outlives the handles, which call into it to their end
    const Handles handles;
    transfer.max_bytes = limits.max_bytes;
    set_options(handles.easy, url, limits, transfer);
    curl_multi_add_handle(handles.multi, handles.easy);
    job.progress(0, "downloading");
    const CURLcode code = perform(handles, url, limits, transfer, job);
    if (code != CURLE_OK) explain(url, code, transfer);
    check_status(handles.easy, url);
    const char* last = nullptr;
    curl_easy_getinfo(handles.easy, CURLINFO_EFFECTIVE_URL, &last);
    transfer.answer.url = last != nullptr ? last : url;
    transfer.answer.content_type = header_of(handles.easy, "Content-Type");
    transfer.answer.last_modified = header_of(handles.easy, "Last-Modified");
    return std::move(transfer.answer);
}

std::string url_encoded(const std::string& text) {
    static constexpr std::string_view plain = "-._~", digits = "0123456789ABCDEF";
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool keep = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          plain.find(c) != std::string_view::npos;
        if (keep) {
            result += c;
        } else {
            result += {'%', digits[byte / 16], digits[byte % 16]};
        }
    }
    return result;
}

}  // namespace regulus
