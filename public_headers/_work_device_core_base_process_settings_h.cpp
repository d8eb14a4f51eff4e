#include "/work/device/core/base/process_settings.h"
