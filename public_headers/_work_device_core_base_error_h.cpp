#include "/work/device/core/base/error.h"
