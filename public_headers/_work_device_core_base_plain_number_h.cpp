#include "/work/device/core/base/plain_number.h"
