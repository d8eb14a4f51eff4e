#include "/work/device/core/base/utf8.h"
