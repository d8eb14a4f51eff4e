#include "core/base/version.h"

namespace regulus {

const char* version() {
    return REGULUS_VERSION;
}

}  // namespace regulus
