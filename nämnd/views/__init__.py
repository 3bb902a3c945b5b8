from nämnd.views import föredragningslista, kallelser, punkter, sammanträden

__all__ = ["föredragningslista", "kallelser", "punkter", "sammanträden"]
