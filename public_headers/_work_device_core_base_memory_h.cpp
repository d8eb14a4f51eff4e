#include "/work/device/core/base/memory.h"
