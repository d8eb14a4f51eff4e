// Which Regulus this is.
#pragma once

namespace regulus {

const char* version();  // "0.1.0"

}  // namespace regulus
