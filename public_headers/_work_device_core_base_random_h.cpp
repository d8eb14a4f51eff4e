#include "/work/device/core/base/random.h"
