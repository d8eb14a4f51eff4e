#include "/work/device/core/base/version.h"
