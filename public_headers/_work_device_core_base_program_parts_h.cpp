#include "/work/device/core/base/program_parts.h"
