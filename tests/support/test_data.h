// Real data and independent programs for tests, and what to do where they are missing.
#pragma once

#include <QString>
#include <QStringList>

namespace regulus::test {

// Full path of a file of the test data, "" when this machine has none. REGULUS_DATA_DIR names the folder;
// by default shared/data beside the checkout. With REGULUS_REQUIRE_DATA=1 a missing file is a failure.
QString data_file(const QString& relative);

// The skip (or failure) for a test that needs `path`; use REGULUS_NEED_DATA.
bool data_required();

struct ScriptResult {
    int exit_code = -1;
    QString output, errors;
};
// Runs Debian's python3 (/usr/bin/python3) on a script text with arguments. exit_code -1: did not start.
ScriptResult run_python(const QString& script, const QStringList& arguments, int timeout_ms = 120000);
// Whether Debian's python3 can import all of these modules.
bool python_has(const QStringList& modules);

}  // namespace regulus::test

#define REGULUS_NEED_DATA(path)                                                              \
    do {                                                                                     \
        if ((path).isEmpty()) {                                                              \
            if (regulus::test::data_required()) QFAIL("test data are required and missing"); \
            QSKIP("no test data on this machine");                                           \
        }                                                                                    \
    } while (false)

#define REGULUS_NEED_PYTHON(...)                                                                  \
    do {                                                                                          \
        if (!regulus::test::python_has({__VA_ARGS__})) {                                          \
            if (regulus::test::data_required()) QFAIL("python modules are required and missing"); \
            QSKIP("Debian's python3 or a module is missing");                                     \
        }                                                                                         \
    } while (false)
