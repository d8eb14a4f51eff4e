#include "/work/device/core/base/spill_buffer.h"
